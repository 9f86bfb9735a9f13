// What a list is asked for, as it stands in the address, and the way to change it. The address is the only place it is kept.
import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'

interface Addressed<Query> {
  /** The address with a row open, or none; `search` without its question mark. */
  place: (openId: string | null, search: string) => string
  parse: (search: string) => Query
  format: (query: Query) => string
}

/** The functions must be the same from one render to the next, or nothing that depends on them is. */
export function useAddressQuery<Query extends object>(
  { place, parse, format }: Addressed<Query>,
  openId: string | null,
) {
  const search = useSearch()
  const [, navigate] = useLocation()
  const query = useMemo(() => parse(search), [parse, search])
  const change = useCallback(
    (changes: Partial<Query>) =>
      navigate(place(openId, format({ ...parse(search), ...changes })), { replace: true }),
    [place, parse, format, openId, search, navigate],
  )
  const open = useCallback(
    (id: string | null, options?: { replace: boolean }) => navigate(place(id, search), options),
    [place, search, navigate],
  )
  return { query, change, open }
}

/** The id under that name, within the bounds of the contract; empty where there is none. */
export function idIn(given: URLSearchParams, name: string): string {
  const id = given.get(name) ?? ''
  return id.length >= 3 && id.length <= 255 ? id : ''
}

/** What is searched for, within the bounds of the contract; empty where nothing is. */
export const textIn = (given: URLSearchParams): string => (given.get('q') ?? '').slice(0, 200)

/** "eur"; empty where none is named. */
export function currencyIn(given: URLSearchParams): string {
  const currency = given.get('currency') ?? ''
  return /^[a-z]{3}$/.test(currency) ? currency : ''
}

/** The search part of an address, without its question mark: what is said, in this order; what is empty is left out. */
export function searchOf(said: Readonly<Record<string, string>>): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(said)) if (value !== '') parts.set(name, value)
  return parts.toString().replaceAll('%2C', ',')
}
