# string.Template.
from string import Template

t = Template("$who likes ${what} for $$5 and $Who_2")
print(t.substitute(who="tim", what="kung", Who_2="x"), t.substitute({"who": 1, "what": 2, "Who_2": 3}, who="kw"))
print(t.safe_substitute(who="tim"), t.is_valid(), t.get_identifiers(), t.template)
for bad in ("$", "a $ b", "line\nx $1", "${", "${a-b}", "$$$"):
    t = Template(bad)
    try:
        print(t.substitute())
    except ValueError as e:
        print(repr(bad), e, repr(t.safe_substitute()), t.is_valid())
try:
    Template("$missing").substitute()
except KeyError as e:
    print("KeyError", e)


class At(Template):
    delimiter = "@"
    idpattern = "[a-z]+[0-9]"


print(At("@a1 @b $c @@ @{d4}").safe_substitute(a1="X", d4="Y"), At.pattern.groupindex.keys() >= {"named", "braced"})


class Own(Template):
    pattern = r"%(?:(?P<escaped>%)|(?P<named>[a-z]+)|<(?P<braced>[a-z]+)>|(?P<invalid>))"


print(Own("%a %<b> %% $x").substitute(a=1, b=2))
