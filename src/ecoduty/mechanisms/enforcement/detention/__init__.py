"""Administrative detention: a case goes to the police under the measures of 2014, and comes back decided or returned."""
