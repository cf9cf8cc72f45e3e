enum FragmentContractPlaceholder {}
