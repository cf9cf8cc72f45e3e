enum CatalogAPIPlaceholder {}
