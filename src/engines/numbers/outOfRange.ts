/**
 * What was handed in (a date, a grain, a policy, a row) lies outside what can be reckoned. Its message is written for whoever asked, and says what to write
 * instead. A RangeError of the language itself (an array that is too long, a date that is none, a stack that overflowed) is a fault of ours and is never one of these.
 */
export class OutOfRange extends RangeError {
  override name = 'OutOfRange'
}
