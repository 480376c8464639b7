; NEWS2 as triage/tools/news2.yaml has it, written for CLIPS 6.30 from the chart of the Royal College of Physicians
; (National Early Warning Score 2, London 2017) and not from the YAML: legevakt-bench-clips compares the answers.
;
; As fast as CLIPS knows how to be: one template for each question (so that a fact meets only the rules that it
; can fire), one rule for each row of the chart, sums in globals. A question that was not asked has no fact; one that
; nobody knows has the value `unknown`.

(defglobal ?*excluded* = FALSE)
(defglobal ?*sum* = 0)
(defglobal ?*single* = 0)
(defglobal ?*answered* = 0)
(defglobal ?*unsafe* = FALSE)
(defglobal ?*level* = none)

(deftemplate age_months (slot value))
(deftemplate pregnant (slot value))
(deftemplate spo2_scale (slot value))
(deftemplate respiratory_rate (slot value))
(deftemplate spo2 (slot value))
(deftemplate on_oxygen (slot value))
(deftemplate systolic_bp (slot value))
(deftemplate pulse (slot value))
(deftemplate consciousness (slot value))
; Tenths of a degree.
(deftemplate temperature (slot value))

(deffunction points (?n)
  (bind ?*sum* (+ ?*sum* ?n))
  (if (> ?n ?*single*) then (bind ?*single* ?n)))

; --- nobody under 16, nobody who is pregnant
(defrule child (declare (salience 20)) (age_months (value ?v&:(integerp ?v)&:(< ?v 192))) => (bind ?*excluded* TRUE))
(defrule pregnant (declare (salience 20)) (pregnant (value yes)) => (bind ?*excluded* TRUE))

; --- the chart
(defrule rr-low-3 (respiratory_rate (value ?v&:(integerp ?v)&:(<= ?v 8))) => (points 3))
(defrule rr-low-1 (respiratory_rate (value ?v&:(integerp ?v)&:(>= ?v 9)&:(<= ?v 11))) => (points 1))
(defrule rr-high-2 (respiratory_rate (value ?v&:(integerp ?v)&:(>= ?v 21)&:(<= ?v 24))) => (points 2))
(defrule rr-high-3 (respiratory_rate (value ?v&:(integerp ?v)&:(>= ?v 25))) => (points 3))

; Scale 1, also where nobody has said which.
(defrule spo2-3 (spo2 (value ?v&:(integerp ?v)&:(<= ?v 91))) (not (spo2_scale (value 2))) => (points 3))
(defrule spo2-2 (spo2 (value ?v&:(integerp ?v)&:(>= ?v 92)&:(<= ?v 93))) (not (spo2_scale (value 2))) => (points 2))
(defrule spo2-1 (spo2 (value ?v&:(integerp ?v)&:(>= ?v 94)&:(<= ?v 95))) (not (spo2_scale (value 2))) => (points 1))

; Scale 2, target 88-92; above it only on oxygen.
(defrule spo2-b-3 (spo2 (value ?v&:(integerp ?v)&:(<= ?v 83))) (spo2_scale (value 2)) => (points 3))
(defrule spo2-b-2 (spo2 (value ?v&:(integerp ?v)&:(>= ?v 84)&:(<= ?v 85))) (spo2_scale (value 2)) => (points 2))
(defrule spo2-b-1 (spo2 (value ?v&:(integerp ?v)&:(>= ?v 86)&:(<= ?v 87))) (spo2_scale (value 2)) => (points 1))
(defrule spo2-b-high-1 (spo2 (value ?v&:(integerp ?v)&:(>= ?v 93)&:(<= ?v 94))) (spo2_scale (value 2))
  (on_oxygen (value yes)) => (points 1))
(defrule spo2-b-high-2 (spo2 (value ?v&:(integerp ?v)&:(>= ?v 95)&:(<= ?v 96))) (spo2_scale (value 2))
  (on_oxygen (value yes)) => (points 2))
(defrule spo2-b-high-3 (spo2 (value ?v&:(integerp ?v)&:(>= ?v 97))) (spo2_scale (value 2))
  (on_oxygen (value yes)) => (points 3))

(defrule oxygen-2 (on_oxygen (value yes)) => (points 2) (bind ?*unsafe* TRUE))

(defrule bp-low-3 (systolic_bp (value ?v&:(integerp ?v)&:(<= ?v 90))) => (points 3))
(defrule bp-low-2 (systolic_bp (value ?v&:(integerp ?v)&:(>= ?v 91)&:(<= ?v 100))) => (points 2))
(defrule bp-low-1 (systolic_bp (value ?v&:(integerp ?v)&:(>= ?v 101)&:(<= ?v 110))) => (points 1))
(defrule bp-high-3 (systolic_bp (value ?v&:(integerp ?v)&:(>= ?v 220))) => (points 3))

(defrule pulse-low-3 (pulse (value ?v&:(integerp ?v)&:(<= ?v 40))) => (points 3))
(defrule pulse-low-1 (pulse (value ?v&:(integerp ?v)&:(>= ?v 41)&:(<= ?v 50))) => (points 1))
(defrule pulse-high-1 (pulse (value ?v&:(integerp ?v)&:(>= ?v 91)&:(<= ?v 110))) => (points 1))
(defrule pulse-high-2 (pulse (value ?v&:(integerp ?v)&:(>= ?v 111)&:(<= ?v 130))) => (points 2))
(defrule pulse-high-3 (pulse (value ?v&:(integerp ?v)&:(>= ?v 131))) => (points 3))

(defrule not-alert-3 (consciousness (value confusion | voice | pain | unresponsive)) => (points 3))

(defrule temp-low-3 (temperature (value ?v&:(integerp ?v)&:(<= ?v 350))) => (points 3))
(defrule temp-low-1 (temperature (value ?v&:(integerp ?v)&:(>= ?v 351)&:(<= ?v 360))) => (points 1))
(defrule temp-high-1 (temperature (value ?v&:(integerp ?v)&:(>= ?v 381)&:(<= ?v 390))) => (points 1))
(defrule temp-high-2 (temperature (value ?v&:(integerp ?v)&:(>= ?v 391))) => (points 2))

; --- all seven must be known before "no points"
(defrule has-rr (respiratory_rate (value ~unknown)) => (bind ?*answered* (+ ?*answered* 1)))
(defrule has-spo2 (spo2 (value ~unknown)) => (bind ?*answered* (+ ?*answered* 1)))
(defrule has-oxygen (on_oxygen (value ~unknown)) => (bind ?*answered* (+ ?*answered* 1)))
(defrule has-bp (systolic_bp (value ~unknown)) => (bind ?*answered* (+ ?*answered* 1)))
(defrule has-pulse (pulse (value ~unknown)) => (bind ?*answered* (+ ?*answered* 1)))
(defrule has-consciousness (consciousness (value ~unknown)) => (bind ?*answered* (+ ?*answered* 1)))
(defrule has-temperature (temperature (value ~unknown)) => (bind ?*answered* (+ ?*answered* 1)))

; --- the level, when nothing else is left to fire
(defrule level (declare (salience -20)) (initial-fact) =>
  (if ?*excluded* then (bind ?*sum* 0) (bind ?*single* 0))
  (bind ?*level*
    (if (>= ?*sum* 7) then high
     else (if (or (>= ?*sum* 5) (>= ?*single* 3)) then medium
           else (if (or (>= ?*sum* 1) ?*unsafe* (< ?*answered* 7)) then low else zero)))))
