enum KiteDrawingPlaceholder {}
