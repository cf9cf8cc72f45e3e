enum CheckoutFragmentsPlaceholder {}
