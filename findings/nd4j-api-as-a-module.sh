#!/usr/bin/env bash
# Java refuses the jar of nd4j-api on the module path.
#
# Guess before: a jar without a module descriptor becomes an automatic module, so nd4j-api would be one named nd4j.api.
# Seen: Java cannot derive a descriptor, since a file of META-INF/services names a provider in a package that the jar does not have. So no program can put
# ND4J on the module path; it has to stay on the class path.
# nd4j-api 1.0.0-M2.1, Java 25. Needs mvn and a JDK (JAVA_HOME, or java on the path). Fails if the behaviour changes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -Dartifact=org.nd4j:nd4j-api:1.0.0-M2.1 -DoutputDirectory="$work"

said=$("${bin}java" --module-path "$work" --list-modules 2>&1 || true)
echo "$said" | grep -E "Exception|Package" | sed "s|$work/||"
echo "$said" | grep -q "FindException: Error reading module" || { echo "changed: Java takes the jar as a module"; exit 1; }
echo "$said" | grep -q "not found in module" || { echo "changed: Java gives another reason"; exit 1; }
