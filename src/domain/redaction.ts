// Takes secrets out of what is logged, stored or shown. It must err on the side of removing too much.

const secretPatterns: [RegExp, string][] = [
  [/(sk|rk|ek)_(test|live|org)_[A-Za-z0-9_]+/g, '$1_$2_[redacted]'],
  [/whsec_[A-Za-z0-9+/=_-]+/g, 'whsec_[redacted]'],
  [/(pi|seti|cs)_[A-Za-z0-9_]+_secret_[A-Za-z0-9_]+/g, '$1_[redacted client secret]'],
  [/(authorization["']?\s*[:=]\s*["']?)(basic|bearer)\s+[A-Za-z0-9+/=_.:-]+/gi, '$1$2 [redacted]'],
]

/** The same text with every key, signing secret, client secret and authorization header taken out. */
export function redact(text: string): string {
  return secretPatterns.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
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
  // Of a card that stands as an object of its own (a source, in old API versions): what it is and whose.
  'id',
  'object',
  'customer',
])
const droppedEverywhere = new Set([
  'client_secret',
  'next_action',
  'number',
  'cvc',
  'iin',
  'issuer',
  'receipt_url',
])

/**
 * A Stripe object as it may be kept: client secrets and hosted links that act as credentials are dropped, and card hashes reduced.
 * Everything else stays as Stripe gave it. The argument is not changed.
 */
export function keepable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => keepable(item))
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? redact(value) : value
  const isNamedCard = key === 'card' || key === 'card_present'
  const isCard = 'last4' in value && (isNamedCard || ('object' in value && value.object === 'card'))
  const kept: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    if (droppedEverywhere.has(name) || (isCard && !keptOfCard.has(name))) continue
    kept[name] = isCard && name === 'wallet' ? keptOfWallet(inner) : keepable(inner, name)
  }
  return kept
}

function keptOfWallet(wallet: unknown): unknown {
  return typeof wallet === 'object' && wallet !== null && 'type' in wallet ? { type: wallet.type } : null
}
