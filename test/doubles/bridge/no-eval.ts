// Keeps zod, which only this made-up bridge brings into the page, from probing for eval: the shipped policy forbids even that.
import { config } from 'zod'

config({ jitless: true })
