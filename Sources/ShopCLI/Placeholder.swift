enum ShopCLIPlaceholder {}
