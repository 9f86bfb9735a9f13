// The questions about desks and the app itself, as TanStack queries. It must never poll: what changes is pushed (pushes.ts).
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { ask } from './client.ts'
import { keys } from './keys.ts'
import { askAgain, takeIn } from './under-way.ts'

export const desksQuery = queryOptions({ queryKey: keys.desks, queryFn: () => ask('desk.list', {}) })

export function useDesks() {
  return useQuery(desksQuery)
}

export function useDesk(deskId: string) {
  return useQuery({ ...desksQuery, select: (desks) => desks.find((desk) => desk.id === deskId) ?? null })
}

/** Takes in a desk, or all of them, as the engine has just answered. */
export function adoptDesks(client: QueryClient, answer: Desk | Desk[]): void {
  const known = client.getQueryData<Desk[]>(keys.desks)
  if (Array.isArray(answer)) takeIn(client, keys.desks, answer)
  // One desk is no list: where there is none yet, all are asked for.
  else if (known === undefined) askAgain(client, keys.desks)
  else {
    const isUnderWay = client.isFetching({ queryKey: keys.desks }) > 0
    const others = known.some(({ id }) => id === answer.id)
      ? known.map((desk) => (desk.id === answer.id ? answer : desk))
      : [...known, answer]
    takeIn(client, keys.desks, others)
    if (isUnderWay) askAgain(client, keys.desks)
  }
}

export function useAdoptDesks() {
  const client = useQueryClient()
  return useCallback((answer: Desk | Desk[]) => adoptDesks(client, answer), [client])
}

export function useKeychain() {
  return useQuery({ queryKey: keys.keychain, queryFn: () => ask('keychain.state', {}) })
}

export function useAppInfo() {
  return useQuery({ queryKey: keys.appInfo, queryFn: () => ask('app.info', {}) })
}

export const askFreshness = (deskId: string) => ask('sync.state', { deskId })

export function useFreshness(deskId: string) {
  return useQuery({ queryKey: keys.sync(deskId), queryFn: () => askFreshness(deskId) })
}
