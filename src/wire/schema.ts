/** The words in which shapes are declared. */
export {
  isRequired,
  list,
  map,
  memberShape,
  required,
  type StructureShape,
  structure,
} from './collections.ts'
export { blob, boolean, document, double, integer, oneOf, string, timestamp } from './scalars.ts'
export type { Infer, Shape, Violation } from './shape.ts'
