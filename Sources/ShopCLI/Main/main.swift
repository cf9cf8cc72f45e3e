import ShopCLI

await Shop.start()
