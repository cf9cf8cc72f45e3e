enum ShellServerPlaceholder {}
