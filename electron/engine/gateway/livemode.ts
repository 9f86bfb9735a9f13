// Looks at every object of an answer for the mode it belongs to. It must find a wrong mode wherever Stripe says it.

/**
 * The first place where an answer claims another mode than the desk's, as a path such as `data[3].livemode`; null if none.
 * Objects without `livemode` (refunds, for one) say nothing, and are believed to belong to what they came with.
 */
export function foreignMode(answer: unknown, livemode: boolean, path = '', depth = 0): string | null {
  if (typeof answer !== 'object' || answer === null || depth > 6) return null
  if (Array.isArray(answer)) {
    for (const [index, item] of answer.entries()) {
      const found = foreignMode(item, livemode, `${path}[${index}]`, depth + 1)
      if (found) return found
    }
    return null
  }
  for (const [name, inner] of Object.entries(answer)) {
    if (name === 'metadata') continue
    const here = path === '' ? name : `${path}.${name}`
    if (name === 'livemode' && typeof inner === 'boolean' && inner !== livemode) return here
    const found = foreignMode(inner, livemode, here, depth + 1)
    if (found) return found
  }
  return null
}
