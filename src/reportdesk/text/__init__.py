"""Chinese prose for everybody: characters, sentences, labels, differences; knows no report and no form."""
