"""What the user sees: Qt only; never touches tables, HTTP or secrets itself."""
