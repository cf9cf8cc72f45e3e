enum DecideFragmentsPlaceholder {}
