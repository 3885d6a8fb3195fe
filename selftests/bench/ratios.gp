# SPDX-License-Identifier: GPL-2.0
# The ratio of each row, with a mark at its target: gnuplot -e "ratios='FILE'; picture='SVG'".

set terminal svg size 800,520 font "sans,12" background "white"
set output picture
set title "Sections, relative to the best that one would take instead (instructions, lower is better)"
set xrange [0:2]
set yrange [:] reverse
set grid xtics
set arrow 1 from 1, graph 0 to 1, graph 1 nohead lc "gray40"
unset key
set style fill solid 0.7
plot ratios using (0):0:(0):2:($0-0.35):($0+0.35):ytic(1) with boxxyerror lc "#4477aa", \
     ratios using 3:0 with points pt 7 ps 0.8 lc "#cc3311"
