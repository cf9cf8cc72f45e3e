enum CompositionPlaceholder {}
