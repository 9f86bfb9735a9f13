// Every way a delivery can be refused, with the answer it gets; the words must never tell a sender more than what to mend.

/** `text` goes to the sender (Stripe shows it beside the failed delivery) and into the panel. */
export const refusals = {
  method: { status: 405, text: 'Events are delivered with POST.' },
  path: { status: 404, text: 'No desk listens at this path.' },
  host: { status: 421, text: 'The Host header does not name this machine.' },
  content_type: { status: 415, text: 'The content type is not application/json.' },
  expectation: { status: 417, text: 'The Expect header asks for something other than 100-continue.' },
  too_large: { status: 413, text: 'The body is larger than 1 MiB.' },
  content_encoding: { status: 415, text: 'The body is compressed.' },
  headers_too_large: { status: 431, text: 'The headers are too large.' },
  too_slow: { status: 408, text: 'The request took too long to arrive.' },
  malformed: { status: 400, text: 'This is not HTTP as Stripe sends it.' },
  incomplete: { status: 400, text: 'The connection was closed before the whole body had arrived.' },
  crowded_out: { status: 503, text: 'Too many connections were open at once.' },
  overloaded: { status: 503, text: 'Too much is arriving at once. Please send this again.' },
  no_secret: { status: 400, text: 'No signing secret is entered for this desk.' },
  signature_missing: {
    status: 400,
    text: 'The Stripe-Signature header is missing or names no v1 signature.',
  },
  signature_wrong: { status: 400, text: 'The signature is not by a signing secret of this desk.' },
  signed_too_long_ago: {
    status: 400,
    text: 'By the clock of this machine, it was signed more than 300 seconds ago.',
  },
  signed_in_the_future: {
    status: 400,
    text: 'By the clock of this machine, it was signed more than 300 seconds in the future.',
  },
  not_json: { status: 400, text: 'The body is not a JSON object in UTF-8.' },
  not_an_event: { status: 400, text: 'The body is not an event: it lacks an id, a type or livemode.' },
  other_mode: { status: 403, text: 'The event is of the other mode (test or live) than this desk.' },
  other_account: { status: 403, text: 'The event belongs to another account than this desk.' },
  not_stored: { status: 503, text: 'The event could not be stored. Please send it again.' },
} as const satisfies Record<string, { status: number; text: string }>

export type RefusalReason = keyof typeof refusals

/** How often each reason was given. */
export type RefusalCounts = Partial<Record<RefusalReason, number>>
