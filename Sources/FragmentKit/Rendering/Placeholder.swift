enum FragmentRenderingPlaceholder {}
