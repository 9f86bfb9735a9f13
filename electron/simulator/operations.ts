// What an operation of the API is: method, path, permission, parameters, and the handler. Resources register theirs; the API runs them.
import type { Book } from './book.ts'
import type { Collection, Selection } from './collection.ts'
import type { ObjectName } from './expandable.ts'
import { createdRange, integer, text, type Parsed, type Rules } from './parameters.ts'
import type { Identified } from './records.ts'
import { isRefusal, refusals, type Refusal } from './refusals.ts'

export interface Page<T = object> {
  readonly page: readonly T[]
  readonly hasMore: boolean
  readonly url: string
  /** Of a search alone: what leads to the page after; null when there is none. */
  readonly nextPage?: string | null
}

export interface Call<R extends Rules> {
  readonly book: Book
  /** The names in the path, by the word after the colon. */
  readonly ids: Readonly<Record<string, string>>
  readonly parameters: Parsed<R>
  /** For the hint "a similar object exists in live mode". */
  readonly otherMode: () => Book
}

interface Shared<R extends Rules> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `:name` for ids. */
  readonly path: string
  /** The object answered with, or listed. */
  readonly answers: ObjectName
  /** Any of these lets a restricted key pass; the first is named when none does. */
  readonly permissions: readonly [string, ...string[]]
  readonly parameters: R
  readonly required?: readonly (keyof R & string)[]
  /** A POST that changes nothing: it is not remembered. */
  readonly isHarmless?: boolean
  /** Parameters Stripe knows and the simulator does not act on: refused plainly, never ignored. */
  readonly notSimulated?: readonly string[]
}

export interface OperationSpec<R extends Rules> extends Shared<R> {
  readonly isList?: boolean
  readonly run: (call: Call<R>) => object | Page | Refusal
}

export interface Operation extends Shared<Rules> {
  readonly isList: boolean
  readonly run: (call: Call<Rules>) => object | Page | Refusal
}

/** One operation, its handler's parameters typed by its rules. */
export function operation<R extends Rules>(spec: OperationSpec<R>): Operation {
  return { isList: false, ...spec, run: (call) => spec.run(call as Call<R>) }
}

/** Of lists that can't be narrowed by when their objects were made. */
export const cursorParameters = {
  ending_before: text(),
  limit: integer({ lowest: 1, highest: 100 }),
  starting_after: text(),
}

export const listParameters = { created: createdRange, ...cursorParameters }

export interface ListParameters {
  limit?: number
  starting_after?: string
  ending_before?: string
}

/** One page of a collection by Stripe's cursors: newest first, 1 to 100 records, 10 unless told. */
export function pageOf<T extends Identified>(
  collection: Collection<T>,
  selection: Selection<T>,
  parameters: ListParameters,
  names: { url: string; noun: string },
): Page<T> | Refusal {
  const { starting_after: after, ending_before: before, limit = 10 } = parameters
  if (after !== undefined && before !== undefined) return refusals.bothCursors()
  const cursor = after ?? before
  if (cursor !== undefined && collection.get(cursor) === undefined)
    return refusals.unknownCursor(
      names.noun,
      cursor,
      after === undefined ? 'ending_before' : 'starting_after',
    )

  const from = after !== undefined ? { after } : before !== undefined ? { before } : undefined
  const page: T[] = []
  let hasMore = false
  for (const record of collection.walk(selection, from)) {
    if (page.length === limit) {
      hasMore = true
      break
    }
    page.push(record)
  }
  return { page: before === undefined ? page : page.toReversed(), hasMore, url: names.url }
}

/** A page of records as Stripe sends them, where that is not as they are kept. */
export function shownPage<T>(page: Page<T> | Refusal, shown: (record: T) => object): Page | Refusal {
  return isRefusal(page) ? page : { ...page, page: page.page.map((record) => shown(record)) }
}

/** The record with this id, or Stripe's 404 naming the other mode where the record is there instead. */
export function recordOf<T extends Identified>(
  call: Pick<Call<Rules>, 'book' | 'otherMode'>,
  collectionOf: (book: Book) => Collection<T>,
  id: string,
  names: { noun: string; param: string },
): T | Refusal {
  const record = collectionOf(call.book).get(id)
  if (record !== undefined) return record
  const isElsewhere = collectionOf(call.otherMode()).get(id) !== undefined
  return refusals.noSuch(
    names.noun,
    id,
    names.param,
    isElsewhere ? (call.book.livemode ? 'test' : 'live') : undefined,
  )
}

export const isPage = (answer: object): answer is Page => 'page' in answer && 'hasMore' in answer

export { isRefusal }
