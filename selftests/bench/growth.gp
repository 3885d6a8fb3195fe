# SPDX-License-Identifier: GPL-2.0
# One panel of growth.csv: gnuplot -e "panel='NAME'; figures='CSV'; picture='SVG'".

set terminal svg size 480,300 font "sans,11" background "white"
set output picture
set datafile separator ","
set logscale x
set yrange [0:*]
set grid
set key bottom left
array names = ["size", "sections", "views", "processes"]
array titles = ["Life of an unnamed section", "Life of an unnamed section", \
		"Map a page once more, and unmap it", "Fault on a page that is present"]
array axes = ["its size in MiB", "sections that are there already", \
	      "views that are there already", "other processes that map it"]
do for [i=1:4] {
	if (panel eq names[i]) { set title titles[i]; set xlabel axes[i] }
}
set ylabel "instructions"
plot figures using 2:(strcol(1) eq panel ? column(3) : NaN) with linespoints title "ntsection", \
     figures using 2:(strcol(1) eq panel ? column(4) : NaN) with linespoints title "memfd"
