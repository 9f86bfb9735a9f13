// Serves the hosted pages over HTTP on loopback: reads the request, writes the page. What a button does is in hosted-pages.ts.
import type { IncomingMessage } from 'node:http'
import type { Books } from './accounts.ts'
import { isPagePath, pageAt, press, type Page } from './hosted-pages.ts'
import type { Mode } from './keys.ts'

/** A button that was pressed, as the state file keeps it: the rest follows from the book. */
export interface Visit {
  readonly at: number
  readonly visit: {
    readonly account: string
    readonly mode: Mode
    readonly path: string
    readonly query: string
    readonly button: string
  }
}

export interface HostedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface HostedPages {
  /** Undefined where this is no page's address. */
  answer(incoming: IncomingMessage, path: string, query: string, body: string): HostedAnswer | undefined
  /** A press of the state file, once more; the clock stands at its second. */
  replay(visit: Visit): void
}

interface Parts {
  readonly books: Books
  readonly now: () => number
  /** Called before each press. */
  readonly onVisit: (visit: Visit) => void
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'same-origin',
}

export function createHostedPages({ books, now, onVisit }: Parts): HostedPages {
  const replay = ({ visit }: Visit) =>
    press(books.open(visit.account, visit.mode).book, visit.path, visit.query, visit.button)

  return {
    answer: (incoming, path, query, body) => {
      if (!isPagePath(path)) return undefined
      if (!isOurs(incoming)) return { status: 403, headers: HEADERS, body: '' }
      const found = books.opened().find(({ book }) => pageAt(book, path, query) !== undefined)?.book
      if (found === undefined) return { status: 404, headers: HEADERS, body: html(NOT_FOUND, '') }
      const place = query === '' ? path : `${path}?${query}`
      if (incoming.method === 'POST') {
        const button = new URLSearchParams(body).get('button') ?? ''
        const mode = found.livemode ? 'live' : 'test'
        const visit = { at: now(), visit: { account: found.account.id, mode, path, query, button } } as const
        onVisit(visit)
        replay(visit)
        return { status: 303, headers: { ...HEADERS, location: place }, body: '' }
      }
      return { status: 200, headers: HEADERS, body: html(pageAt(found, path, query) ?? NOT_FOUND, place) }
    },
    replay,
  }
}

const NOT_FOUND: Page = { title: 'Not found', lines: ['There is no such page.'], buttons: [] }

/** Only asked for by its own address, and pressed on the page itself: no other site may press a button. */
function isOurs({ headers, method }: IncomingMessage): boolean {
  const host = headers.host ?? ''
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return false
  return method !== 'POST' || headers.origin === undefined || headers.origin === `http://${host}`
}

function html({ title, lines, buttons }: Page, place: string): string {
  const said = lines.map((line) => `<p>${escaped(line)}</p>`).join('')
  const pressed = buttons
    .map(([name, label]) => `<button name="button" value="${name}">${escaped(label)}</button>`)
    .join(' ')
  const form = pressed === '' ? '' : `<form method="post" action="${escaped(place)}">${pressed}</form>`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>body{font:16px/1.5 system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}</style><h1>${escaped(title)}</h1><p>A simulated page: no money moves.</p>${said}${form}</html>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const isVisit = (value: unknown): value is Visit => {
  if (typeof value !== 'object' || value === null || !('visit' in value) || !('at' in value)) return false
  const { at, visit } = value
  return (
    Number.isSafeInteger(at) &&
    typeof visit === 'object' &&
    visit !== null &&
    ['account', 'mode', 'path', 'query', 'button'].every(
      (name) => typeof (visit as Record<string, unknown>)[name] === 'string',
    )
  )
}
