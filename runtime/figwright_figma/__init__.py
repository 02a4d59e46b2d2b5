"""The little code that only Figma needs: a local Figma to develop and test against, and where its description lies."""
