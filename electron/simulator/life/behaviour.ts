// What a method does when it is charged: its mood, else its test card, else it simply pays. Charges nothing itself.
import type { Book } from '../book.ts'
import type { PaymentMethod } from '../records.ts'
import { testCardByToken, type CardBehaviour } from '../test-cards.ts'

/** What the mood or the test card behind a method does; any other method simply succeeds. */
export function behaviourOf(book: Book, method: PaymentMethod): CardBehaviour {
  const mood = book.moods.get(method.id)
  if (mood !== undefined) return mood.behaviour
  const token = book.testCards.get(method.id)
  return (token === undefined ? undefined : testCardByToken(token)?.behaviour) ?? { kind: 'succeeds' }
}

/** A mood lasts so many tries. */
export function wearOff(book: Book, { id }: PaymentMethod): void {
  const mood = book.moods.get(id)
  if (mood === undefined) return
  if (mood.left <= 1) book.moods.delete(id)
  else book.moods.set(id, { ...mood, left: mood.left - 1 })
}
