enum ExploreFragmentsPlaceholder {}
