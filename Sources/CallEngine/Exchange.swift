/// Takes an array out of its place and leaves an empty one: no copy, no reference counted.
func exchange<Element>(_ place: inout [Element]) -> [Element] {
  var taken: [Element] = []
  swap(&taken, &place)
  return taken
}
