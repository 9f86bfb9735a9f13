// What can be done on the four desks of the modes run, and how often: the right things and the wrong ones, in any order.
import * as fc from 'fast-check'

export type Which = number

/** Desks and books are numbered 0 to 3; what is chosen among more is a number to be taken modulo. */
export type Step =
  | { do: 'switch'; desk: Which }
  /** At the desk where the operator is (`desk` null), or past the face at any; of that desk's own book (`book` null), or of any. */
  | {
      do: 'order'
      desk: Which | null
      book: Which | null
      payment: number
      /** Of a live desk. */
      locked: boolean
      end: 'send' | 'undo' | 'leave'
    }
  | { do: 'event'; desk: Which; secret: Which; book: Which; named: boolean }
  | { do: 'key'; desk: Which; book: Which; kind: 'secret' | 'restricted' | 'revoked' }
  | { do: 'lie'; desk: Which; payment: number; about: 'payment' | 'events' }
  | { do: 'look'; desk: Which; book: Which; payment: number }
  | { do: 'follow'; desk: Which }

const which = fc.nat({ max: 3 })
const many = fc.nat({ max: 9999 })
const own = which.map((desk) => [desk, desk] as const)
const any = fc.tuple(which, which)

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ do: fc.constant('switch'), desk: which }) },
  {
    weight: 20,
    arbitrary: fc
      .tuple(
        fc.option(which),
        fc.boolean(),
        which,
        many,
        fc.nat({ max: 4 }),
        fc.constantFrom('send', 'send', 'undo', 'leave'),
      )
      .map(([desk, isOwn, other, payment, rarely, end]): Step => {
        return { do: 'order', desk, book: isOwn ? null : other, payment, locked: rarely === 0, end }
      }),
  },
  {
    weight: 40,
    arbitrary: fc
      .tuple(fc.oneof(own, any), which, fc.boolean(), fc.boolean())
      .map(([[desk, secret], book, isOwn, named]): Step => {
        return { do: 'event', desk, secret, book: isOwn ? desk : book, named }
      }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(any, fc.nat({ max: 7 }), fc.constantFrom('secret', 'restricted', 'revoked'))
      .map(([[desk, book], rarely, kind]): Step => {
        // A key that is right opens the desk anew, which takes as long as everything else together.
        return { do: 'key', desk, book: book === desk && rarely > 0 ? (desk + 1) % 4 : book, kind }
      }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lie'),
      desk: which,
      payment: many,
      about: fc.constantFrom('payment', 'payment', 'payment', 'payment', 'events'),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('look'), desk: which, book: which, payment: many }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('follow'), desk: which }) },
)
export const sequences = fc.array(steps, { minLength: 8, maxLength: 12, size: 'max' })
