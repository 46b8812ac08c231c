"""Taking an import back, to exactly what stood there before."""



LISTED_AT_MOST = 500
