# SPDX-License-Identifier: GPL-2.0
# gnuplot -c plot.gp FOLDER SVG: draw the samples of a demo run, one panel for each act.

samples = ARG1 . "/samples.csv"
events = ARG1 . "/events.csv"

set terminal svg size 1200,1420 font "sans-serif,13" background "white" dynamic
set output ARG2
set datafile separator ","

array titles[5] = ["Act 1: freed before it ever gets paged out", "Act 2: if it has to leave", \
	"Act 3: handled like regular virtual memory", "Act 4: the exercise, no paging file", \
	"Act 5: memory that never needs the paging file"]
array subjects[5] = ["section", "section", "section malloc mapping", "section killed", "section twin"]
# Colours that colour-blind readers can tell apart; resident is a solid line, swapped a dashed one.
colour(subject) = subject eq "malloc" ? 0xe69f00 : subject eq "mapping" ? 0x009e73 : \
	subject eq "killed" ? 0xd55e00 : subject eq "twin" ? 0xe69f00 : 0x0072b2
name(subject) = subject eq "malloc" ? "malloc()" : subject eq "mapping" ? "anonymous mapping" : \
	subject eq "killed" ? "killed process" : \
	subject eq "twin" ? "twin without reset" : "section"

rows(act, subject) = sprintf("< awk -F, '$1 == %d && $3 == \"%s\"' '%s'", act, subject, samples)
# Labels of events that are close together are moved apart: columns are time, place of the label, label.
marks(act, end) = sprintf("< awk -F, -v OFS=, -v gap=%f '$1 == %d { x = n++ && $2 < x + gap ? x + gap : $2; print $2, x, $3 }' '%s'", \
	end * (wide(act) ? 0.016 : 0.033), act, events)
mib(bytes) = bytes / 1048576.0

# Two panels in a row; the last has a row of its own.
wide(act) = act == |titles|
left(act) = act % 2 ? 0.055 : 0.555
right(act) = act % 2 && !wide(act) ? 0.485 : 0.985
top(act) = 0.943 - 0.329 * ((act - 1) / 2)

set multiplot title "Memory in RAM and in swap while the demo ran" font ",17"
set grid ytics linecolor rgb "#dddddd"
set border 3 linecolor rgb "#555555"
set tics nomirror
set xlabel "seconds" offset 0,0.4
set ylabel "MiB" offset 1.2,0
set yrange [0:118]
set ytics 0,16,64
set key at graph 0.5,-0.19 center top Left reverse vertical samplen 3.5 font ",12" textcolor rgb "#333333"

do for [act = 1:|titles|] {
	set lmargin at screen left(act)
	set rmargin at screen right(act)
	set tmargin at screen top(act)
	set bmargin at screen top(act) - 0.201
	stats sprintf("< awk -F, '$1 == %d' '%s'", act, events) using 2 name "event" nooutput
	set xrange [-0.02 * event_max:1.05 * event_max]
	set key maxrows words(subjects[act])
	set title titles[act] font ",14" offset 0,-0.3
	plot marks(act, event_max) using 1:(69):(0):(-69) with vectors nohead \
			linecolor rgb "#bbbbbb" dashtype 3 notitle, \
		for [subject in subjects[act]] rows(act, subject) using 2:(mib($4)) with lines linewidth 2.2 \
			linecolor rgb colour(subject) title name(subject) . ", resident", \
		for [subject in subjects[act]] rows(act, subject) using 2:(mib($5)) with lines linewidth 2.2 \
			dashtype (8,4) linecolor rgb colour(subject) title name(subject) . ", swapped", \
		marks(act, event_max) using 2:(71):3 with labels rotate left font ",11" \
			textcolor rgb "#333333" notitle
}
unset multiplot
