enum OrderAPIPlaceholder {}
