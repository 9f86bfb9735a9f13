// What a pasted text is, judged by its form alone: a Stripe key of which type and mode, or what else it looks like.
// It must never be asked to log or return the key itself.

export type KeyClass =
  | { kind: 'usable'; type: 'secret' | 'restricted'; mode: 'test' | 'live' }
  | { kind: 'refused'; reason: KeyRefusal }

export type KeyRefusal =
  | 'empty'
  | 'publishable'
  | 'webhook_secret'
  | 'organization'
  | 'ephemeral'
  | 'wrong_prefix'
  | 'masked'
  | 'bad_characters'
  | 'too_short'

/** Judges a pasted key by prefix and characters (docs.stripe.com/keys). White space around it is forgiven. */
export function classifyKey(pasted: string): KeyClass {
  const key = pasted.trim()
  if (key === '') return { kind: 'refused', reason: 'empty' }
  if (key.startsWith('pk_')) return { kind: 'refused', reason: 'publishable' }
  if (key.startsWith('whsec_')) return { kind: 'refused', reason: 'webhook_secret' }
  if (key.startsWith('sk_org_')) return { kind: 'refused', reason: 'organization' }
  if (key.startsWith('ek_')) return { kind: 'refused', reason: 'ephemeral' }
  const match = /^(sk|rk)_(test|live)_(.*)$/s.exec(key)
  if (!match) return { kind: 'refused', reason: 'wrong_prefix' }
  const rest = match[3] ?? ''
  if (/[*•…]|\.\.\./.test(rest)) return { kind: 'refused', reason: 'masked' }
  if (!/^[A-Za-z0-9_]*$/.test(rest)) return { kind: 'refused', reason: 'bad_characters' }
  if (rest.length < 10) return { kind: 'refused', reason: 'too_short' }
  return {
    kind: 'usable',
    type: match[1] === 'rk' ? 'restricted' : 'secret',
    mode: match[2] === 'live' ? 'live' : 'test',
  }
}

/** What is wrong with a pasted text, and what to paste instead. */
export function explainKeyRefusal(reason: KeyRefusal): string {
  switch (reason) {
    case 'empty':
      return 'Paste a Stripe key.'
    case 'publishable':
      return 'This is a publishable key (pk_…): it can only start payments in a browser. Paste a restricted key (rk_…) or a secret key (sk_…).'
    case 'webhook_secret':
      return 'This is a webhook signing secret (whsec_…), not a key. Paste a restricted key (rk_…) or a secret key (sk_…).'
    case 'organization':
      return 'This is an organization key (sk_org_…). Bursar works with one account at a time: paste a key of that account.'
    case 'ephemeral':
      return 'This is an ephemeral key (ek_…) for a mobile app. Paste a restricted key (rk_…) or a secret key (sk_…).'
    case 'wrong_prefix':
      return 'This is not a Stripe key: it should begin with rk_test_, sk_test_, rk_live_ or sk_live_.'
    case 'masked':
      return 'Part of this key is hidden (… or •). Reveal it in the Stripe Dashboard and copy it whole.'
    case 'bad_characters':
      return 'This key has characters that no Stripe key has. Copy it again, without line breaks or quotes.'
    case 'too_short':
      return 'This key is too short: part of it is missing. Copy it again.'
  }
}

/** The simulator's own live keys: recognisable, and worth nothing at Stripe. */
export function isSimulatedLiveKey(key: string): boolean {
  return /^(sk|rk)_live_sim_/.test(key.trim())
}
