/** Why a target in words needs a person. */
export type Reason =
  | 'absent'
  | 'elsewhere'
  | 'confidential'
  | 'direction unknown'
  | 'relative'
  | 'compound'
  | 'persistence'
  | 'quantile'
  | 'distribution'
  | 'conditional'
  | 'dated'
  | 'ambiguous number'
  | 'unclear'

/** What to tell that person. */
export const reasons: Readonly<Record<Reason, string>> = {
  absent: 'No target is set.',
  elsewhere: 'The target stands in another place; enter it here.',
  confidential: 'The target is confidential; someone with access enters it.',
  'direction unknown': 'A value without a direction: is more better, less, or a range?',
  relative: 'The target is relative to another value; a baseline is needed.',
  compound: 'Several conditions in one; enter one target for each.',
  persistence: 'The target asks for several periods in a row; enter the level, and the rule as a note.',
  quantile: 'The target is set on a percentile; bind it to a percentile metric.',
  distribution: 'The target is set on a share beyond a threshold; bind it to a metric of that share.',
  conditional: 'The target has a condition or a remark attached.',
  dated: 'The target names a date; enter level and date apart.',
  'ambiguous number': 'The number can be read in two ways; write 1500 or 1.5.',
  unclear: 'The text is not one comparison with one value.',
}

/** Recognises the forms that one direction and one value cannot hold, the most telling first; null for text that may be a plain comparison. Text is lower-case and single-spaced. */
export function formOf(text: string): Reason | null {
  return forms.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

const more = '(?:above|below|over|under|more than|less than|greater than|fewer than|higher than|lower than|at least|at most|exceeds?|>|<|≥|≤)'

const forms: readonly (readonly [Reason, RegExp])[] = [
  [
    'absent',
    /^$|^[-–—?.]+$|^(?:unknown|undefined|none|n\/a|na|pending|not (?:set|defined|known))\b|\b(?:tbd|tba|tbc|no target|to be (?:determined|defined|decided|confirmed)|establish a baseline)\b|\bagainst\b.*\bpolicy\b/,
  ],
  ['confidential', /\bconfidential\b/],
  ['elsewhere', /^(?:please )?(?:see|refer|identified|defined|documented|listed|tracked|check)\b/],
  [
    'persistence',
    /\b(?:consecutive|in a row|straight|sustained|running|successive)\b|\bfor (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|at least|the (?:last|next|past))\b/,
  ],
  ['conditional', /\(|\)/],
  ['compound', /;|\b(?:but|while|whilst|maintaining|as well as|also|respectively|either)\b/],
  [
    'relative',
    /[+±]\s?\d|\b(?:baselines?|previous\w*|prior|last|year[- ]over[- ]year|yoy|qoq|mom|wow|versus|vs|compared|relative|increas\w*|decreas\w*|improv\w*|reduc\w*|grow\w*|chang\w*|declin\w*|drops?|doubl\w*|tripl\w*|halv\w*|half|twice|plan|budget|forecast|than (?:the|last|our)|times)\b|\b(?:up|down) (?:by )?\d|\bwithin [\d.]+\s?(?:%|percent|points|pts)|\b(?:of|from|to) (?:\S+ ){0,4}(?:average|mean|median|target|goal|quota)\b/,
  ],
  ['quantile', /\bpercentiles?\b|\b(?:p|p-)\d{2}\b|\b(?:median|quartile|decile|quantile)\b|\d(?:st|nd|rd|th)\b/],
  [
    'distribution',
    new RegExp(`\\d\\s?%?(?: [a-z]+){0,4} (?:are|is|be|being|take|takes|took|have|has|with|within|resolved|answered|closed|that|which)\\b.*(?:${more}|\\d)`),
  ],
  ['compound', new RegExp(`,(?!\\d)|\\bplus\\b|&|\\band\\b(?!\\s?[$€£.\\d])|${more}.*\\d.*(?:${more}|\\bat or\\b)`)],
  [
    'conditional',
    /\b(?:if|when|unless|until|except|excluding|excl|including|assuming|provided|depending|where|once|only|initially|ideally|currently|approximately|around|about|roughly)\b|~|≈|\*/,
  ],
  [
    'dated',
    /\b(?:by|before|after|until|during|since|fy\d*|q[1-4]|h[12]|20\d\d|january|february|march|april|june|july|august|september|october|november|december|eoy|eoq|end of|in may|this|next)\b/,
  ],
]
