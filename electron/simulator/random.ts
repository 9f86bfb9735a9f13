// The simulator's only source of chance: a generator seeded from text, so that the same seed gives the same year. Never Math.random.

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number between the two, both included. */
  integer(lowest: number, highest: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
  /** Picks in proportion to each choice's weight. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T
  /** Letters and digits, as Stripe's ids are made of. */
  token(length: number): string
}

/** The generator for one seed (sfc32, its state spread from the text). */
export function randomFrom(seed: string): Random {
  let [a, b, c, d] = spread(seed)

  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  for (let round = 0; round < 12; round += 1) next()

  const weighted = <T>(choices: readonly (readonly [T, number])[]): T => {
    let total = 0
    for (const choice of choices) total += choice[1]
    let mark = next() * total
    for (const choice of choices) {
      mark -= choice[1]
      if (mark < 0) return choice[0]
    }
    const last = choices.at(-1)
    if (last === undefined) throw new Error('weighted() needs at least one choice')
    return last[0]
  }

  return {
    next,
    integer: (lowest, highest) => lowest + Math.floor(next() * (highest - lowest + 1)),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
    weighted,
    token: (length) => {
      let text = ''
      for (let index = 0; index < length; index += 1) text += BASE62[Math.floor(next() * 62)]
      return text
    },
  }
}

/** Base 62, as in the middle of Stripe's ids. */
export function base62(value: number, length: number): string {
  let rest = Math.floor(value)
  let text = ''
  for (let index = 0; index < length; index += 1) {
    text = BASE62.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}

function spread(seed: string): [number, number, number, number] {
  let state = 1779033703 ^ seed.length
  for (let index = 0; index < seed.length; index += 1) {
    state = Math.imul(state ^ seed.charCodeAt(index), 3432918353)
    state = (state << 13) | (state >>> 19)
  }
  const word = () => {
    state = Math.imul(state ^ (state >>> 16), 2246822507)
    state = Math.imul(state ^ (state >>> 13), 3266489909)
    state ^= state >>> 16
    return state | 0
  }
  return [word(), word(), word(), word()]
}
