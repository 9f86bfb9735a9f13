// The two operations of a resource that is only read here: its list and one of it by id. Serves nothing itself.
import type { Book } from '../book.ts'
import type { Collection } from '../collection.ts'
import type { ObjectName } from '../expandable.ts'
import { listParameters, operation, pageOf, recordOf, shownPage, type Operation } from '../operations.ts'
import type { CreatedRange, Parsed, Rules } from '../parameters.ts'
import { READ_PERMISSION } from '../permissions.ts'
import type { Identified } from '../records.ts'
import { isRefusal, type Refusal } from '../refusals.ts'

interface ReadOnly<T extends Identified, R extends Rules> {
  /** Of the list; the one by id is a word further. */
  readonly path: string
  readonly answers: ObjectName
  readonly collectionOf: (book: Book) => Collection<T>
  /** What the list can be narrowed by, beside cursors and `created`. */
  readonly filters: R
  readonly notSimulated?: readonly string[]
  /** The same for the one by id. */
  readonly notSimulatedOfOne?: readonly string[]
  readonly matches: (record: T, filters: Parsed<R>) => boolean
  /** What Stripe calls a missing one, and the parameter it blames. */
  readonly missing: { readonly noun: string; readonly param: string }
  /** What is sent of a record, where it is not sent as it is kept. */
  readonly shown?: (record: T) => object
  /** The refusal of a missing one, where Stripe words it unlike all others. */
  readonly refuseMissing?: (id: string) => Refusal
}

export function readOnly<T extends Identified, R extends Rules>(spec: ReadOnly<T, R>): readonly Operation[] {
  const { path, answers, collectionOf, filters, matches, missing, shown = (record: T) => record } = spec
  const shared = { method: 'GET', answers, permissions: READ_PERMISSION[answers] } as const
  return [
    operation({
      ...shared,
      path,
      isList: true,
      parameters: { ...listParameters, ...filters },
      ...(spec.notSimulated === undefined ? {} : { notSimulated: spec.notSimulated }),
      run: ({ book, parameters }) => {
        const asked = parameters as Parsed<typeof listParameters> & Parsed<R>
        const page = pageOf(
          collectionOf(book),
          {
            ...(asked.created === undefined ? {} : { created: asked.created }),
            matching: (record) => matches(record, asked),
          },
          asked,
          { noun: missing.noun, url: path },
        )
        return shownPage(page, shown)
      },
    }),
    operation({
      ...shared,
      path: `${path}/:id`,
      parameters: {},
      ...(spec.notSimulatedOfOne === undefined ? {} : { notSimulated: spec.notSimulatedOfOne }),
      run: (call) => {
        const id = call.ids['id'] ?? ''
        const record = recordOf(call, collectionOf, id, missing)
        return isRefusal(record) ? (spec.refuseMissing?.(id) ?? record) : shown(record)
      },
    }),
  ]
}

/** A filter that was not sent matches everything. */
export const matchesValue = <T>(asked: T | undefined, value: T): boolean =>
  asked === undefined || asked === value

export const matchesRange = (asked: CreatedRange | undefined, value: number | null): boolean =>
  asked === undefined ||
  (value !== null &&
    (asked.gt === undefined || value > asked.gt) &&
    (asked.gte === undefined || value >= asked.gte) &&
    (asked.lt === undefined || value < asked.lt) &&
    (asked.lte === undefined || value <= asked.lte))
