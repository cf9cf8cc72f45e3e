enum CatalogServicePlaceholder {}
