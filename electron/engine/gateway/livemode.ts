// Looks at every object of an answer for the mode it belongs to. It must find a wrong mode wherever Stripe says it.

/**
 * The first place where an answer claims another mode than the desk's, as a path such as `data[3].livemode`; null if none.
 * Objects without `livemode` (refunds, for one) say nothing, and are believed to belong to what they came with.
 */
export function foreignMode(answer: unknown, livemode: boolean, depth = 0): string | null {
  if (typeof answer !== 'object' || answer === null || depth > 6) return null
  if (Array.isArray(answer)) {
    for (const [index, item] of answer.entries()) {
      const found = foreignMode(item, livemode, depth + 1)
      if (found !== null) return below(`[${index}]`, found)
    }
    return null
  }
  for (const [name, inner] of Object.entries(answer)) {
    if (name === 'metadata') continue
    if (name === 'livemode' && typeof inner === 'boolean' && inner !== livemode) return name
    const found = foreignMode(inner, livemode, depth + 1)
    if (found !== null) return below(name, found)
  }
  return null
}

/** Put together only once something was found: nearly always there is nothing, in hundreds of thousands of fields. */
function below(here: string, found: string): string {
  return found.startsWith('[') ? `${here}${found}` : `${here}.${found}`
}
