// Takes secrets out of what is logged, stored or shown. It must err on the side of removing too much.

const secretPatterns: [RegExp, string][] = [
  [/(sk|rk|ek)_(test|live|org)_[A-Za-z0-9_]+/g, '$1_$2_[redacted]'],
  [/whsec_[A-Za-z0-9+/=_-]+/g, 'whsec_[redacted]'],
  [/(pi|seti|cs)_[A-Za-z0-9_]+_secret_[A-Za-z0-9_]+/g, '$1_[redacted client secret]'],
  [/(authorization["']?\s*[:=]\s*["']?)(basic|bearer)\s+[A-Za-z0-9+/=_.:-]+/gi, '$1$2 [redacted]'],
]

/** Nearly every text has none of these, and is looked at once instead of four times. */
const suspicious = /(?:sk|rk|ek)_(?:test|live|org)_|whsec_|_secret_|authorization/i

/** The same text with every key, signing secret, client secret and authorization header taken out. */
export function redact(text: string): string {
  if (!suspicious.test(text)) return text
  return secretPatterns.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
}

/** The same text without any number as long as a card's, however it is grouped. For texts that nothing is known about. */
export function withoutLongNumbers(text: string): string {
  return text.replaceAll(/\d(?:[ -]?\d){11,18}/g, '[redacted number]')
}

/** Of a card we keep what support needs to recognise it, and nothing that PCI counts as card data beyond last4 and expiry. */
const keptOfCard = new Set([
  'brand',
  'display_brand',
  'last4',
  'exp_month',
  'exp_year',
  'fingerprint',
  'country',
  'funding',
  'wallet',
  // Of a payment with it that is only authorized: until when it can be captured.
  'capture_before',
  // Of a card that stands as an object of its own (a source, in old API versions): what it is and whose.
  'id',
  'object',
  'customer',
])
const droppedEverywhere = new Set([
  'client_secret',
  'account_number',
  'next_action',
  'cvc',
  'iin',
  'issuer',
  'receipt_url',
])

/** Whatever it is a secret of: `customer_session_client_secret`, an ephemeral key's `secret`. */
const namesSecret = /(?:^|_)secret$/

/** What Stripe numbers for people to read. Everywhere else a `number` is that of a card, an account or a passport. */
const numbered = new Set(['invoice', 'credit_note', 'quote'])

/**
 * A Stripe object as it may be kept: client secrets and hosted links that act as credentials are dropped, as are the numbers of accounts, and card hashes reduced. A `number` is
 * kept of an invoice and its like alone (that there was none is kept of everything). Everything else stays as Stripe gave it. The argument is not changed.
 */
export function keepable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => keepable(item))
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? redact(value) : value
  // Stripe's library makes exact decimals of some texts; they know how they are told.
  if ('toJSON' in value && typeof value.toJSON === 'function') return keepable(value.toJSON(), key)
  const isNamedCard = key === 'card' || key === 'card_present'
  const isCard = 'last4' in value && (isNamedCard || ('object' in value && value.object === 'card'))
  const hasNumber = 'object' in value && typeof value.object === 'string' && numbered.has(value.object)
  const kept: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name]
    if (inner === undefined) continue
    if (droppedEverywhere.has(name) || (isCard && !keptOfCard.has(name))) continue
    if (typeof inner === 'string' && namesSecret.test(name)) continue
    if (name === 'number' && inner !== null && !(hasNumber && isDocumentNumber(inner))) continue
    // Whoever fills metadata chooses its names.
    kept[key === 'metadata' ? redact(name) : name] =
      isCard && name === 'wallet' ? keptOfWallet(inner) : keepable(inner, name)
  }
  return kept
}

/** An invoice's number may be chosen freely: one that has a card's in it is not kept. */
function isDocumentNumber(number: unknown): boolean {
  if (typeof number !== 'string') return false
  const runs = [...number.matchAll(/\d(?:[^\p{L}\d]*\d)+/gu)].map(([run]) => run.replaceAll(/\D/g, ''))
  return !runs.some(holdsCardNumber)
}

const cardLengths = [12, 13, 14, 15, 16, 17, 18, 19] as const

function holdsCardNumber(digits: string): boolean {
  return Array.from(digits).some((_, from) =>
    cardLengths.some(
      (length) => from + length <= digits.length && isCardNumber(digits.slice(from, from + length)),
    ),
  )
}

/** Whether digits that stand together, or in groups set apart by single spaces or hyphens, are the number of a card. */
export function mentionsCardNumber(text: string): boolean {
  return [...text.matchAll(/\d+(?:[ -]\d+)*/g)].some(([run]) => {
    const groups = run.split(/[ -]/)
    return groups.some((_, from) =>
      // A card's number has no more than 19 digits, so no more groups.
      groups
        .slice(from, from + 19)
        .some((__, more) => isCardNumber(groups.slice(from, from + more + 1).join(''))),
    )
  })
}

/** By how cards begin, so that dates and the like are none; of 12 digits only those of Maestro. */
function isCardNumber(digits: string): boolean {
  return /^(?:(?:2[2-7]|[3-6]\d)\d{11,17}|[56]\d{11})$/.test(digits) && passesLuhn(digits)
}

function passesLuhn(digits: string): boolean {
  const counted = Array.from(digits, Number)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2))
  return counted.reduce((sum, digit) => sum + digit, 0) % 10 === 0
}

function keptOfWallet(wallet: unknown): unknown {
  return typeof wallet === 'object' && wallet !== null && 'type' in wallet ? { type: wallet.type } : null
}
