"""The staff pages: sign-in, cases, the week's bookings, and the shell that other pages of the staff live in."""
