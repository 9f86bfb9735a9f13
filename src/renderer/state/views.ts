// Filters of a list that the operator gave a name, for each desk: kept in the page's own storage, so that they are there after a restart. What
// is read from there is taken for unknown until it was looked at. A view is an address, and never anything of a key.
import { useCallback } from 'react'
import { create } from 'zustand'

export interface View {
  id: string
  name: string
  /** The search part of the list's address, without its question mark. */
  search: string
}

export const longestViewName = 60
/** So many are kept for one desk. */
export const mostViews = 50

const keyOf = (deskId: string): string => `bursar.views.${deskId}`

const isView = (value: unknown): value is View =>
  typeof value === 'object' &&
  value !== null &&
  ['id', 'name', 'search'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')

function read(deskId: string): readonly View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(deskId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isView).slice(0, mostViews) : []
  } catch {
    // Not ours, or no storage at all: then there are none.
    return []
  }
}

const useStore = create<{ ofDesk: Readonly<Record<string, readonly View[]>> }>(() => ({ ofDesk: {} }))

function write(deskId: string, views: readonly View[]): void {
  useStore.setState(({ ofDesk }) => ({ ofDesk: { ...ofDesk, [deskId]: views } }))
  try {
    if (views.length === 0) localStorage.removeItem(keyOf(deskId))
    else localStorage.setItem(keyOf(deskId), JSON.stringify(views))
  } catch {
    // No room: they stay until the window is closed.
  }
}

export const viewsOf = (deskId: string): readonly View[] => useStore.getState().ofDesk[deskId] ?? read(deskId)

/** By name. */
export function useViews(deskId: string): readonly View[] {
  const kept = useStore(useCallback(({ ofDesk }) => ofDesk[deskId], [deskId]))
  return (kept ?? viewsOnce(deskId)).toSorted((one, other) => one.name.localeCompare(other.name))
}

/** Read when the first of the window asks, and from then on kept. */
function viewsOnce(deskId: string): readonly View[] {
  const views = read(deskId)
  queueMicrotask(() =>
    useStore.setState(({ ofDesk }) => (deskId in ofDesk ? {} : { ofDesk: { ...ofDesk, [deskId]: views } })),
  )
  return views
}

/** Keeps the filter under this name; one of the same name is replaced. */
export function saveView(deskId: string, name: string, search: string): void {
  const others = viewsOf(deskId).filter((view) => view.name !== name)
  write(deskId, [...others, { id: crypto.randomUUID(), name, search }].slice(-mostViews))
}

export function renameView(deskId: string, id: string, name: string): void {
  write(
    deskId,
    viewsOf(deskId)
      .filter((view) => view.id === id || view.name !== name)
      .map((view) => (view.id === id ? { ...view, name } : view)),
  )
}

export function deleteView(deskId: string, id: string): void {
  write(
    deskId,
    viewsOf(deskId).filter((view) => view.id !== id),
  )
}

/** With the desk, its views go. */
export function forgetViews(deskId: string): void {
  write(deskId, [])
}
