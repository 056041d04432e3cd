"""What a person sees of KSeF: environments, access, the board of clients, the diary."""
