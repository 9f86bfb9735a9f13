// Stripe's errors as values: every way a request can be refused, worded as Stripe words it. Nothing here throws.
import type { RateLimited } from './rate-limit.ts'

const REFUSED = Symbol('refused')

export interface StripeErrorFields {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  param?: string
  [more: string]: unknown
}

export interface Refusal {
  readonly [REFUSED]: true
  readonly status: number
  readonly error: StripeErrorFields
  readonly headers: Readonly<Record<string, string>>
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && REFUSED in value

/** A refusal with its HTTP status; `doc_url` follows from the code. */
export function refuse(
  status: number,
  fields: Omit<StripeErrorFields, 'type'> & { type?: StripeErrorFields['type']; message: string },
  headers: Record<string, string> = {},
): Refusal {
  const error: StripeErrorFields = { ...fields, type: fields.type ?? 'invalid_request_error' }
  if (error.code !== undefined)
    error['doc_url'] = `https://stripe.com/docs/error-codes/${error.code.replaceAll('_', '-')}`
  return { [REFUSED]: true, status, error, headers }
}

const invalid = (message: string, more: { code?: string; param?: string } = {}) =>
  refuse(400, { message, ...more })

export const refusals = {
  noKey: () =>
    refuse(401, {
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    }),
  unknownKey: (key: string) => refuse(401, { message: `Invalid API Key provided: ${maskKey(key)}` }),
  expiredKey: (key: string) =>
    refuse(401, { code: 'api_key_expired', message: `Expired API Key provided: ${maskKey(key)}` }),
  publishableKey: () =>
    refuse(403, {
      code: 'secret_key_required',
      message:
        'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
    }),
  missingPermission: (key: string, account: string, permission: string) =>
    refuse(403, {
      message: `The provided key '${maskKey(key)}' does not have the required permissions for this endpoint on account '${account}'. Having the '${permission}' permission would allow this request to continue.`,
    }),
  foreignAccount: (key: string, account: string) =>
    refuse(403, {
      code: 'account_invalid',
      message: `The provided key '${maskKey(key)}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
    }),
  unrecognizedUrl: (method: string, path: string) =>
    refuse(404, {
      message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    }),
  notSimulated: (what: string) =>
    refuse(400, {
      message: `${what} is known to Stripe but not part of this simulation.`,
    }),
  unknownParameters: (names: string[]) =>
    invalid(`Received unknown parameter${names.length > 1 ? 's' : ''}: ${names.join(', ')}`, {
      code: 'parameter_unknown',
      param: names[0] ?? '',
    }),
  missingParameter: (name: string) =>
    invalid(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name }),
  emptyParameter: (name: string) =>
    invalid(
      `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a field; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param: name },
    ),
  invalidInteger: (name: string, text: string) =>
    invalid(`Invalid integer: ${text}`, { code: 'parameter_invalid_integer', param: name }),
  invalidDecimal: (name: string, text: string) => invalid(`Invalid decimal: ${text}`, { param: name }),
  integerTooSmall: (name: string, lowest: number) =>
    invalid(`This value must be greater than or equal to ${lowest}.`, {
      code: 'parameter_invalid_integer',
      param: name,
    }),
  integerTooLarge: (name: string, highest: number) =>
    invalid(`This value must be less than or equal to ${highest}.`, {
      code: 'parameter_invalid_integer',
      param: name,
    }),
  invalidBoolean: (name: string, text: string) => invalid(`Invalid boolean: ${text}`, { param: name }),
  invalidString: (name: string) => invalid(`Invalid string: ${name}`, { param: name }),
  invalidObject: (name: string) => invalid('Invalid object', { param: name }),
  tooMuchMetadata: (keys: number) =>
    invalid(
      `Metadata can have up to 50 keys, but you've set ${keys}. Email us at support+metadata@stripe.com for more information.`,
      { param: 'metadata' },
    ),
  longMetadataKey: (key: string, length: number) =>
    invalid(
      `Metadata keys can have up to 40 characters, but you passed in a key that is ${length} characters. Invalid key: ${key}`,
      { param: 'metadata' },
    ),
  longMetadataValue: (value: string, length: number) =>
    invalid(
      `Metadata values can have up to 500 characters, but you passed in a value that is ${length} characters. Invalid value: ${value}`,
      { param: 'metadata' },
    ),
  invalidArray: (name: string) => invalid('Invalid array', { param: name }),
  invalidChoice: (name: string, choices: readonly string[]) =>
    invalid(`Invalid ${name}: must be one of ${listed(choices)}`, { param: name }),
  noSuch: (name: string, id: string, param: string, otherMode?: 'live' | 'test') =>
    refuse(404, {
      code: 'resource_missing',
      message: `No such ${name}: '${id}'${otherModeHint(otherMode)}`,
      param,
    }),
  noSuchPaymentMethod: (id: string, param: string) =>
    refuse(404, {
      code: 'resource_missing',
      message: `No such PaymentMethod: '${id}'; It's possible this PaymentMethod exists on one of your connected accounts, in which case you should retry this request on that connected account. Learn more at https://stripe.com/docs/connect/authentication`,
      param,
    }),
  unknownCursor: (name: string, id: string, param: string) =>
    invalid(`No such ${name}: '${id}'`, { code: 'resource_missing', param }),
  bothCursors: () =>
    invalid('Received both starting_after and ending_before parameters. Please pass in only one.'),
  cannotExpand: (path: string, hint?: string) =>
    invalid(
      `This property cannot be expanded (${path}).${hint === undefined ? '' : ` You may want to try expanding '${hint}' instead.`}`,
    ),
  expandTooDeep: (path: string) => invalid(`You cannot expand more than 4 levels of a property: ${path}`),
  otherParameters: (key: string) =>
    refuse(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    }),
  otherEndpoint: (key: string, first: string, now: string) =>
    refuse(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${first}' vs '${now}'). Try using a key other than '${key}' if you meant to execute a different request.`,
    }),
  keyInUse: (key: string) =>
    refuse(409, {
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    }),
  keyTooLong: () => invalid('Idempotency keys can be at most 255 characters long.'),
  rateLimited: (livemode: boolean, reason: RateLimited) =>
    refuse(
      429,
      {
        code: 'rate_limit',
        message: livemode
          ? 'Request rate limit exceeded. Learn more about rate limits: https://stripe.com/docs/rate-limits'
          : 'Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
      },
      { 'stripe-rate-limited-reason': reason },
    ),
  serverError: () =>
    refuse(500, {
      type: 'api_error',
      message:
        'An unknown error occurred. If the problem persists, please contact us via https://support.stripe.com/contact.',
    }),
}

/** What Stripe leaves readable of a key in a message: its prefix and last four characters. */
function maskKey(key: string): string {
  const prefix = /^[a-z]{2}_(?:test|live)_/.exec(key)?.[0] ?? ''
  const tail = key.length > prefix.length + 8 ? key.slice(-4) : ''
  return `${prefix}${'*'.repeat(Math.max(3, key.length - prefix.length - tail.length))}${tail}`
}

const listed = (choices: readonly string[]) =>
  choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')}, or ${choices.at(-1)}`

function otherModeHint(otherMode: 'live' | 'test' | undefined): string {
  if (otherMode === undefined) return ''
  const mine = otherMode === 'live' ? 'test' : 'live'
  return `; a similar object exists in ${otherMode} mode, but a ${mine} mode key was used to make this request.`
}
