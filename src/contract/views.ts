// Filters of a list that the operator gave a name, for each desk. A view is an address, and never anything of a key.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { longestViewName } from './subscription-lists.ts'

export const savedViewSchema = z.object({
  /** Made by the face, once per view. */
  id: z.uuid(),
  name: z.string().trim().min(1).max(longestViewName),
  /** The search part of the list's address, without its question mark. */
  search: z.string().max(2000),
})
export type SavedView = z.infer<typeof savedViewSchema>
/** By name. */
export const savedViewsSchema = z.array(savedViewSchema)

export const saveViewRequestSchema = z.object({ deskId: deskIdSchema, view: savedViewSchema })
export const deleteViewRequestSchema = z.object({ deskId: deskIdSchema, id: z.uuid() })
