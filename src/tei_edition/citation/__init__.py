"""How an edition and its parts are cited: records, made from headers, and the forms they take."""
