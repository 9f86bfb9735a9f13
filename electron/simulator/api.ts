// The API without its wire: takes a request apart, refuses or executes it, and remembers what was asked. Opens no socket.
import { API_VERSION, type Book } from './book.ts'
import type { Clock } from './clock.ts'
import { expanded, find, readExpansion, type Expansion } from './expand.ts'
import { canonicalForm, readForm, type FormFields } from './form.ts'
import { createIdempotencyKeys, type IdempotencyKeys } from './idempotency.ts'
import { permit, type Grant, type KeyRing, type Mode } from './keys.ts'
import { bookAt } from './life/test-clocks.ts'
import { isPage, type Operation } from './operations.ts'
import { listOf, parseFields, text, whyTooMuchMetadata, type MetadataChanges } from './parameters.ts'
import { EXPANDED_PERMISSION } from './permissions.ts'
import { OPERATIONS } from './resources/index.ts'
import { isRefusal, refusals, type Refusal } from './refusals.ts'
import { createRouter } from './router.ts'
import { randomFrom } from './random.ts'
import { testClockOf } from './test-time.ts'

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: string
  readonly authorization?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly stripeAccount?: string | undefined
  readonly stripeVersion?: string | undefined
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request as it was received, for tests to read. */
export interface ReceivedRequest {
  readonly requestId: string
  readonly atSeconds: number
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | null
  readonly status: number
  readonly replayed: boolean
  /** What chaos did to it, if anything. */
  readonly fate: string | null
}

/** A request that may be executed: its key is taken, and must be executed or abandoned. */
export interface Prepared {
  readonly request: ApiRequest
  readonly requestId: string
  readonly grant: Grant
  readonly book: Book
  readonly operation: Operation
  readonly ids: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, unknown>>
  readonly expansion: Expansion
}

/** A mutation that was executed, as the state file keeps it. */
export interface Mutation {
  readonly at: number
  readonly account: string
  readonly mode: Mode
  readonly method: string
  readonly path: string
  /** Of a DELETE: its query. */
  readonly body: string
  readonly key: string | null
  readonly request: string
  /** The answer was this status instead of its own: a 500 after the effect. */
  readonly answer?: 500
}

export interface Api {
  /** Refuses at once, or prepares: everything before execution begins. */
  prepare(request: ApiRequest): { readonly answer: ApiAnswer } | { readonly prepared: Prepared }
  /** Executes. `withError` answers 500 although the effect stands; `rolledBack` answers 500 without effect. */
  execute(prepared: Prepared, outcome?: 'normal' | 'with_error' | 'rolled_back'): ApiAnswer
  /** Gives the idempotency key back: nothing happened. */
  abandon(prepared: Prepared): void
  /** An answer that is refused outside of any operation (rate limit, chaos). */
  refused(request: ApiRequest, refusal: Refusal): ApiAnswer
  /** Executes a mutation of the state file again. */
  replay(mutation: Mutation): void
  /** The named operation that it asks for; empty when there is none. */
  endpointOf(request: ApiRequest): string
  note(request: ApiRequest, answer: ApiAnswer | null, fate: string | null): void
  received(accountId: string, mode: Mode): readonly ReceivedRequest[]
}

const REMEMBERED_REQUESTS = 20_000
const expandRule = listOf(text())

export interface ApiParts {
  readonly seed: string
  readonly clock: Clock
  readonly keys: KeyRing
  readonly bookOf: (accountId: string, mode: Mode) => Book
  readonly onMutation: (mutation: Mutation) => void
}

export function createApi({ seed, clock, keys, bookOf, onMutation }: ApiParts): Api {
  const route = createRouter(OPERATIONS)
  const idempotency = new Map<Book, IdempotencyKeys>()
  const requests = new Map<string, ReceivedRequest[]>()
  const requestIds = randomFrom(`${seed}/requests/${clock.nowSeconds()}`)

  const keysOf = (book: Book) => {
    const known = idempotency.get(book)
    if (known !== undefined) return known
    const made = createIdempotencyKeys(clock)
    idempotency.set(book, made)
    return made
  }

  const headersFor = (request: ApiRequest, requestId: string): Record<string, string> => ({
    'content-type': 'application/json',
    date: new Date(clock.nowSeconds() * 1000).toUTCString(),
    'request-id': requestId,
    'stripe-version': request.stripeVersion ?? API_VERSION,
    ...(request.stripeAccount === undefined ? {} : { 'stripe-account': request.stripeAccount }),
  })

  const answerTo = (
    request: ApiRequest,
    requestId: string,
    status: number,
    body: string,
    more: Readonly<Record<string, string>> = {},
  ): ApiAnswer => ({ status, body, headers: { ...headersFor(request, requestId), ...more } })

  const refusedAnswer = (
    request: ApiRequest,
    requestId: string,
    refusal: Refusal,
    grant?: Grant,
    more: Readonly<Record<string, string>> = {},
  ) =>
    answerTo(request, requestId, refusal.status, errorBody(refusal, requestId, grant), {
      ...refusal.headers,
      ...more,
    })

  /** Everything about a request that needs no state: who, what, and whether it is well formed. */
  const understand = (request: ApiRequest) => {
    const grant = keys.authenticate(request.authorization)
    if (isRefusal(grant)) return { refusal: grant }
    const { stripeAccount } = request
    if (stripeAccount !== undefined && stripeAccount !== grant.account.id)
      return { refusal: refusals.foreignAccount(grant.key, stripeAccount), grant }
    const found = route(request.method, request.path)
    if (found === undefined) return { refusal: refusals.unrecognizedUrl(request.method, request.path), grant }
    const allowed = permit(grant, found.operation.permissions)
    if (isRefusal(allowed)) return { refusal: allowed, grant }
    return { grant, ...found, sent: sentFields(request) }
  }

  const read = (operation: Operation, sent: FormFields, grant: Grant) => {
    const { expand, ...rest } = sent
    const paths = expand === undefined ? [] : expandRule.parse(expand, 'expand')
    if (isRefusal(paths)) return paths
    const known = operation.notSimulated?.find((name) => Object.hasOwn(rest, name))
    if (known !== undefined) return refusals.notSimulated(`The parameter '${known}'`)
    const parameters = parseFields(operation.parameters, rest)
    if (isRefusal(parameters)) return parameters
    const absent = operation.required?.find((name) => !Object.hasOwn(parameters, name))
    if (absent !== undefined) return refusals.missingParameter(absent)
    const expansion = readExpansion(paths, operation.answers, operation.isList, (name) =>
      permit(grant, EXPANDED_PERMISSION[name]),
    )
    return isRefusal(expansion) ? expansion : { parameters, expansion }
  }

  const run = (prepared: Prepared): object | Refusal => {
    const { book, operation, ids, parameters, expansion } = prepared
    const testClock = testClockOf(book, prepared)
    book.testTimes.get(testClock ?? '')?.settle()
    const mode = prepared.grant.mode === 'live' ? 'test' : 'live'
    const full = whyFull(prepared)
    if (full !== undefined) return full
    const answer = operation.run({
      book: testClock === null ? book : bookAt(book, testClock),
      ids,
      parameters,
      otherMode: () => bookOf(prepared.grant.account.id, mode),
    })
    if (isRefusal(answer)) return answer
    const render = (object: object) => expanded(book, object, operation.answers, expansion)
    if (!isPage(answer)) return render(answer)
    const { hasMore, url, nextPage } = answer
    const found = { data: answer.page.map(render), has_more: hasMore, url }
    return nextPage === undefined
      ? { object: 'list', ...found }
      : { object: 'search_result', ...found, next_page: nextPage }
  }

  const execute = (prepared: Prepared, outcome: 'normal' | 'with_error' | 'rolled_back' = 'normal') => {
    const { book, request, requestId, operation, grant } = prepared
    const key = request.idempotencyKey
    clock.settle()
    book.origin = { id: requestId, idempotency_key: key ?? null }
    const result = outcome === 'rolled_back' ? refusals.serverError() : run(prepared)
    book.origin = { id: null, idempotency_key: null }

    const shown = outcome === 'with_error' ? refusals.serverError() : result
    const isMutation = operation.method !== 'GET' && operation.isHarmless !== true
    const ofKey: Record<string, string> =
      key === undefined || operation.method !== 'POST'
        ? {}
        : { 'idempotency-key': key, 'original-request': requestId }
    const answer = isRefusal(shown)
      ? refusedAnswer(request, requestId, shown, grant, ofKey)
      : answerTo(request, requestId, 200, JSON.stringify(shown), {
          ...ofKey,
          ...(key === undefined ? {} : { 'stripe-should-retry': 'false' }),
        })
    if (operation.method === 'POST' && key !== undefined)
      keysOf(book).keep(key, { status: answer.status, body: answer.body })
    if (isMutation && outcome !== 'rolled_back')
      onMutation({
        at: clock.nowSeconds(),
        account: grant.account.id,
        mode: grant.mode,
        method: request.method,
        path: request.path,
        body: operation.method === 'DELETE' ? request.query : request.body,
        key: key ?? null,
        request: requestId,
        ...(outcome === 'with_error' ? { answer: 500 as const } : {}),
      })
    return answer
  }

  const prepareAs = (request: ApiRequest, requestId: string): ReturnType<Api['prepare']> => {
    const understood = understand(request)
    if ('refusal' in understood)
      return { answer: refusedAnswer(request, requestId, understood.refusal, understood.grant) }
    const { grant, operation, ids, sent } = understood
    const book = bookOf(grant.account.id, grant.mode)
    clock.settle()
    const key = operation.method === 'POST' ? request.idempotencyKey : undefined
    if (key !== undefined) {
      if (key.length > 255) return { answer: refusedAnswer(request, requestId, refusals.keyTooLong(), grant) }
      const state = keysOf(book).take(key, {
        path: request.path,
        fingerprint: canonicalForm(sent),
        requestId,
      })
      if (state.kind === 'refused')
        return { answer: refusedAnswer(request, requestId, state.refusal, grant, { 'idempotency-key': key }) }
      if (state.kind === 'replay')
        return {
          answer: answerTo(request, requestId, state.answer.status, state.answer.body, {
            'idempotency-key': key,
            'idempotent-replayed': 'true',
            'original-request': state.originalRequest,
          }),
        }
    }
    const well = read(operation, sent, grant)
    if (isRefusal(well)) {
      if (key !== undefined) keysOf(book).release(key)
      const ofKey = key === undefined ? {} : { 'idempotency-key': key, 'original-request': requestId }
      return { answer: refusedAnswer(request, requestId, well, grant, ofKey) }
    }
    return { prepared: { request, requestId, grant, book, operation, ids, ...well } }
  }

  return {
    prepare: (request) => prepareAs(request, `req_${requestIds.token(14)}`),
    execute,
    abandon: ({ book, request }) => {
      if (request.idempotencyKey !== undefined) keysOf(book).release(request.idempotencyKey)
    },
    refused: (request, refusal) => {
      const grant = keys.authenticate(request.authorization)
      return refusedAnswer(
        request,
        `req_${requestIds.token(14)}`,
        refusal,
        isRefusal(grant) ? undefined : grant,
      )
    },
    replay: (mutation) => {
      const ring = keys.keysOf(mutation.account)
      const prepared = prepareAs(
        {
          method: mutation.method,
          path: mutation.path,
          query: mutation.method === 'DELETE' ? mutation.body : '',
          body: mutation.method === 'DELETE' ? '' : mutation.body,
          authorization: `Bearer ${mutation.mode === 'live' ? ring.secretLive : ring.secretTest}`,
          idempotencyKey: mutation.key ?? undefined,
        },
        mutation.request,
      )
      if ('prepared' in prepared)
        execute(prepared.prepared, mutation.answer === 500 ? 'with_error' : 'normal')
    },
    endpointOf: ({ method, path }) => {
      const operation = route(method, path)?.operation
      return operation === undefined ? '' : `${operation.method} ${operation.path}`
    },
    note: (request, answer, fate) => {
      const grant = keys.authenticate(request.authorization)
      const place = isRefusal(grant) ? 'nobody' : `${grant.account.id}/${grant.mode}`
      const list = requests.get(place) ?? []
      requests.set(place, list)
      if (list.length >= REMEMBERED_REQUESTS) list.shift()
      list.push({
        requestId: answer?.headers['request-id'] ?? '',
        atSeconds: clock.nowSeconds(),
        method: request.method,
        path: request.path,
        idempotencyKey: request.idempotencyKey ?? null,
        status: answer?.status ?? 0,
        replayed: answer?.headers['idempotent-replayed'] === 'true',
        fate,
      })
    },
    received: (accountId, mode) => requests.get(`${accountId}/${mode}`) ?? [],
  }
}

/** Why the object in the path can't take the metadata that is sent: it is laid over what is there. */
function whyFull({ book, operation, ids, parameters }: Prepared): Refusal | undefined {
  const changes = parameters['metadata'] as MetadataChanges | undefined
  if (changes === undefined) return undefined
  const object = find(book, operation.answers, Object.values(ids).at(-1) ?? '')
  const { metadata = {} } = (object ?? {}) as { metadata?: Readonly<Record<string, string>> }
  return whyTooMuchMetadata(metadata, changes)
}

function sentFields(request: ApiRequest): FormFields {
  return readForm(
    request.method === 'POST' ? [request.query, request.body].filter(Boolean).join('&') : request.query,
  )
}

function errorBody(refusal: Refusal, requestId: string, grant: Grant | undefined): string {
  const withLog =
    grant === undefined
      ? refusal.error
      : {
          ...refusal.error,
          request_log_url: `https://dashboard.stripe.com/${grant.account.id}/${grant.mode === 'test' ? 'test/' : ''}workbench/logs?object=${requestId}`,
        }
  const sorted = Object.entries(withLog).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return JSON.stringify({ error: Object.fromEntries(sorted) })
}
