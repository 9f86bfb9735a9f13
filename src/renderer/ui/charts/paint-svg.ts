// Paints one of our own drawings on a canvas, shape by shape, as the page shows it: rectangles, lines, paths and words. The page's policy
// takes no picture from a string, so the drawing is never turned into one. It must paint nothing that is marked as passing.

/** Paints at the context's own scale; the drawing's top left corner at its origin. */
export function paintSvg(svg: SVGSVGElement, context: CanvasRenderingContext2D): void {
  for (const element of svg.querySelectorAll('rect, line, path, text')) {
    if (element.closest('defs, [data-picture="no"]') !== null) continue
    const style = getComputedStyle(element)
    context.save()
    paintElement(element, style, context)
    context.restore()
  }
}

const numberOf = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0)

function paintElement(element: Element, style: CSSStyleDeclaration, context: CanvasRenderingContext2D): void {
  context.lineWidth = Number.parseFloat(style.strokeWidth) || 0
  context.setLineDash((element.getAttribute('stroke-dasharray') ?? '').split(' ').filter(Boolean).map(Number))
  switch (element.tagName) {
    case 'rect': {
      const box = [
        numberOf(element, 'x'),
        numberOf(element, 'y'),
        numberOf(element, 'width'),
        numberOf(element, 'height'),
      ] as const
      if (element.hasAttribute('data-hatched')) hatch(context, box, style.color)
      else if (style.fill !== 'none') {
        context.fillStyle = style.fill
        context.fillRect(...box)
      }
      stroke(context, style, () => context.strokeRect(...box))
      return
    }
    case 'line':
      stroke(context, style, () => {
        context.beginPath()
        context.moveTo(numberOf(element, 'x1'), numberOf(element, 'y1'))
        context.lineTo(numberOf(element, 'x2'), numberOf(element, 'y2'))
        context.stroke()
      })
      return
    case 'path':
      stroke(context, style, () => context.stroke(new Path2D(element.getAttribute('d') ?? '')))
      return
    case 'text':
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
      context.fillStyle = style.fill
      context.textAlign = alignments[element.getAttribute('text-anchor') ?? ''] ?? 'left'
      context.fillText(element.textContent, numberOf(element, 'x'), numberOf(element, 'y'))
  }
}

const alignments: Record<string, CanvasTextAlign> = { end: 'right', middle: 'center' }

function stroke(context: CanvasRenderingContext2D, style: CSSStyleDeclaration, draw: () => void): void {
  if (style.stroke === 'none' || context.lineWidth === 0) return
  context.strokeStyle = style.stroke
  draw()
}

/** Stripes from bottom left to top right, as `Stripes` in series.tsx. */
function hatch(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  colour: string,
): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  context.strokeStyle = colour
  context.lineWidth = 2
  context.beginPath()
  for (let at = -height; at < width; at += 7) {
    context.moveTo(x + at, y + height)
    context.lineTo(x + at + height, y)
  }
  context.stroke()
  context.restore()
}
