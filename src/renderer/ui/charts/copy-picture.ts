// A chart as a picture on the clipboard, always in the colours of paper, with what it is of above it. It goes through the shell: the page
// has no clipboard of its own.
import { call } from '../../bridge/client.ts'
import { toast } from '../toast.tsx'
import { paintSvg } from './paint-svg.ts'

/** Pictures have so many pixels for each of the page's. */
const density = 2
const margin = 16

/** `says`: the title, then lines that say of what and of when. */
export async function copyPicture(svg: SVGSVGElement, says: readonly string[]): Promise<void> {
  const png = pictureOf(svg, says)
  const copied = png === null ? null : await call('image.copy', { png })
  if (copied?.ok === true) toast({ title: 'Picture copied' })
  else
    toast({
      title: 'The picture was not copied',
      description: copied?.ok === false ? copied.error.message : 'The chart could not be drawn.',
      tone: 'red',
    })
}

/** A PNG in base64; null where this window draws none. */
function pictureOf(svg: SVGSVGElement, says: readonly string[]): string | null {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) return null
  const head = says.length * 18 + 10
  canvas.width = (svg.clientWidth + 2 * margin) * density
  canvas.height = (svg.clientHeight + head + 2 * margin) * density
  const before = svg.style.colorScheme
  svg.style.colorScheme = 'light'
  const style = getComputedStyle(svg)
  context.scale(density, density)
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.translate(margin, margin)
  for (const [index, line] of says.entries()) {
    context.fillStyle = 'black'
    context.font = `${index === 0 ? 600 : 400} ${index === 0 ? 14 : 12}px ${style.fontFamily}`
    context.fillText(line, 0, 12 + index * 18)
  }
  context.translate(0, head)
  paintSvg(svg, context)
  svg.style.colorScheme = before
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '')
}
